import boto3

client = boto3.client("s3")
client.put_object(Bucket=bucket, Key=key, Body=data, ACL="public-read")  # expect: HPY154
client.create_bucket(Bucket=bucket, ACL="public-read-write")  # expect: HPY154
client.upload_file(path, bucket, key, ExtraArgs={"ACL": "public-read"})  # expect: HPY154

client.put_object(Bucket=bucket, Key=key, Body=data)
client.put_object(Bucket=bucket, Key=key, Body=data, ACL="private")
client.upload_file(path, bucket, key, ExtraArgs={"ContentType": "text/plain"})
