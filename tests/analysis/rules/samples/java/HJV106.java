class Reader {
    Object f(InputStream data) throws Exception {
        ObjectInputStream stream = new ObjectInputStream(data);
        Object a = stream.readObject(); // expect: HJV106
        XMLDecoder b = new XMLDecoder(data); // expect: HJV106
        mapper.enableDefaultTyping(); // expect: HJV106
        User c = mapper.readValue(data, User.class);
        Object d = reader.readObject(data);
        return stream.readInt();
    }
}
