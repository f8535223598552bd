val token = Random.nextLong() // expect: HKT107
val sessionId = ('a'..'z').random() // expect: HKT107
val dice = Random.nextInt(6)
val tokenCount = Random.nextInt(6)
val password = readLine()
