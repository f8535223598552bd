RUN sudo make install # expect: HDF107
RUN make && sudo make install # expect: HDF107
RUN echo "app ALL=(ALL) NOPASSWD: ALL" >> /etc/sudoers # expect: HDF107
RUN make install
RUN apt-get install -y sudo
LABEL note="no sudo here"
# RUN sudo make
