RUN apt-get install -y --allow-unauthenticated tool # expect: HDF108
RUN yum install -y --nogpgcheck tool # expect: HDF108
RUN echo "deb [trusted=yes] https://example.com ./" > /etc/apt/sources.list # expect: HDF108
RUN apt-get install -y tool
RUN make force
RUN pip install --no-cache-dir tool
# RUN apt-get --allow-unauthenticated install tool
