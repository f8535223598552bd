ADD https://example.com/tool.tar.gz /opt/ # expect: HDF102
ADD --chown=app http://example.com/tool /opt/ # expect: HDF102
ADD --checksum=sha256:24454f830cdb571e2c4ad15481119c43b3cafd48 https://example.com/tool /opt/
ADD tool.tar.gz /opt/
COPY https /opt/
# ADD https://example.com/tool /opt/
LABEL url=https://example.com/add
