import ssl

import boto3
import redis
import urllib3
from elasticsearch import Elasticsearch
from pymongo import MongoClient

urllib3.PoolManager(cert_reqs="CERT_NONE")  # expect: HPY122
urllib3.PoolManager(cert_reqs=ssl.CERT_NONE)  # expect: HPY122
urllib3.HTTPSConnectionPool(host, assert_hostname=False)  # expect: HPY122
boto3.client("s3", verify=False)  # expect: HPY122
boto3.Session().client("s3", verify=False)  # expect: HPY122
Elasticsearch(hosts, verify_certs=False)  # expect: HPY122
redis.Redis(host, ssl=True, ssl_cert_reqs=None)  # expect: HPY122
redis.Redis(host, ssl=True, ssl_cert_reqs="none")  # expect: HPY122
MongoClient(url, tlsAllowInvalidCertificates=True)  # expect: HPY122

urllib3.PoolManager()
urllib3.PoolManager(cert_reqs="CERT_REQUIRED")
urllib3.PoolManager(cert_reqs=ssl.CERT_REQUIRED)
boto3.client("s3", verify=bundle)
Elasticsearch(hosts, verify_certs=True)
redis.Redis(host, ssl=True)
MongoClient(url, tls=True)
