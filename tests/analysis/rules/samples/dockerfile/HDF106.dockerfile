RUN curl -k -o tool https://example.com/tool # expect: HDF106
RUN curl -fsSLk https://example.com/tool # expect: HDF106
RUN wget --no-check-certificate https://example.com # expect: HDF106
ENV NODE_TLS_REJECT_UNAUTHORIZED=0 # expect: HDF106
RUN git config --global http.sslVerify false # expect: HDF106
RUN curl -fsSL https://example.com/tool
RUN curl -o tool-k https://example.com/tool
RUN wget https://example.com/check
ENV NODE_TLS_REJECT_UNAUTHORIZED=1
RUN curl https://example.com/list | sort -k 2
# RUN curl -k https://example.com
