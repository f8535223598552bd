FROM ubuntu # expect: HDF103
FROM registry.example.com:5000/team/app:latest AS base # expect: HDF103
FROM --platform=linux/amd64 docker.io/library/python # expect: HDF103
FROM base AS test
FROM python:3.13-slim
FROM alpine@sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d
FROM ubuntu-custom
FROM $IMAGE
FROM scratch
USER app
