val a = getSharedPreferences("a", Context.MODE_WORLD_READABLE) // expect: HKT106
val b = openFileOutput("b", MODE_WORLD_WRITEABLE) // expect: HKT106
val c = getSharedPreferences("a", Context.MODE_PRIVATE)
val d = openFileOutput("b", 0)
val e = MODE_WORLD_READABLE
