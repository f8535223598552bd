RUN chmod 777 /app # expect: HDF109
RUN mkdir /data && chmod -R a+rw /data # expect: HDF109
RUN chmod 755 /app
RUN chmod +x /app/run
RUN chmod 1777 /tmp
# RUN chmod 777 /app
