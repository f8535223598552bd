# expect nothing of an earlier stage
FROM golang:1.23 AS build
USER root
RUN make

FROM alpine:3.20 # expect: HDF101
COPY --from=build /app /app
# USER app
CMD ["/app"]
