ENV DB_PASSWORD=changeme # expect: HDF105
ARG GITHUB_TOKEN="abc123" # expect: HDF105
ENV API_KEY abc123 # expect: HDF105
COPY id_rsa /root/.ssh/ # expect: HDF105
ARG GITHUB_TOKEN
ENV DB_PASSWORD=
ENV DB_PASSWORD=$PASSWORD
ENV PASSWORD_FILE=/run/secrets/db
ENV SECRET_KEY_PATH=/run/secrets/key
COPY id_rsa.pub.txt /app/
# ENV DB_PASSWORD=changeme
