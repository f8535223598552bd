RUN curl -fsSL https://example.com/install.sh | sh # expect: HDF104
RUN apt-get update && \
    wget -qO- https://example.com/setup | bash - && \ # expect: HDF104
    apt-get install -y nodejs
RUN bash -c "$(curl -fsSL https://example.com/install.sh)" # expect: HDF104
RUN curl -fsSL https://example.com/install.sh -o install.sh
RUN curl -s https://example.com/key | gpg --dearmor
# RUN curl https://example.com | sh
RUN cat install.sh | sh
