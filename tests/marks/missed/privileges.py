"""Least privilege by name."""

import asyncio
import multiprocessing.managers
import os
import socket
import socketserver
import stat
import subprocess
import sys
import tempfile
from multiprocessing.managers import BaseManager
from pathlib import Path
from xmlrpc.server import SimpleXMLRPCServer  # finding: XML-008

import boto3
import docker
import pexpect
import psycopg
import uvicorn
from fabric import Connection
from kubernetes import client as k8s


def modes(path, mode):
    os.chmod(path, 0o777)  # finding: PRV-001
    os.chmod(path, 0o600)
    os.chmod(path, mode)
    os.chmod(path, mode | 0o020)  # finding: PRV-002
    os.chmod(path, mode & ~0o022)
    Path(path).chmod(0o666)  # finding: PRV-002
    Path(path).chmod(stat.S_IRUSR | stat.S_IWUSR)
    os.umask(0)  # finding: PRV-003
    os.umask(0o077)
    os.mkdir(path, 0o777)  # finding: PRV-004
    os.mkdir(path)
    os.makedirs(path, mode=0o700)
    os.open(path, os.O_WRONLY | os.O_CREAT)  # finding: PRV-005
    os.open(path, os.O_RDONLY)
    os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)


def temporary(text):
    file = tempfile.NamedTemporaryFile(delete=False)
    os.chmod(file.name, 0o644)  # finding: PRV-002
    os.chmod(file.name, 0o600)


def drop(user, group):
    os.setgroups([])
    os.setgid(group)
    os.setuid(user)


def drop_in_the_wrong_order(user, group):
    os.setuid(user)  # finding: PRV-006
    os.setgroups([])
    os.setgid(group)


def drop_for_a_while(user):
    os.seteuid(user)  # finding: PRV-006


def rise():
    os.setuid(0)  # finding: PRV-007
    subprocess.run(["/usr/bin/reset"], check=True, timeout=5, user="root")  # finding: PRV-007
    subprocess.run(["/usr/bin/reset"], check=True, timeout=5, user="pump", group="pump", extra_groups=[])


def sudo(command, host):
    subprocess.run(["/usr/bin/sudo", "reboot"], check=True, timeout=5)  # finding: PRV-008
    subprocess.run(["/usr/bin/doas", *command], check=True, timeout=5)  # finding: PRV-008
    subprocess.run(["/usr/bin/sudo"] + command, check=True, timeout=5)  # finding: PRV-008
    subprocess.run("/usr/bin/pkexec reboot".split(), check=True, timeout=5)  # finding: PRV-008
    subprocess.run(["/usr/bin/which", "sudo"], check=True, timeout=5)
    subprocess.run(["/usr/bin/man", "su"], check=True, timeout=5)
    pexpect.spawn("sudo reboot", timeout=5)  # finding: PRV-008
    Connection(host).sudo("reboot")  # finding: PRV-008
    subprocess.run(["/usr/bin/reset"], timeout=5, check=True, preexec_fn=lambda: os.setuid(9))  # finding: PRV-009


async def sudo_later():
    await asyncio.create_subprocess_exec("/usr/bin/sudo", "reboot")  # finding: PRV-008


def as_root_only():
    if os.geteuid() != 0:  # finding: PRV-010
        sys.exit("start this as root")
    if not os.getuid() == 0:  # finding: PRV-010
        raise PermissionError
    if os.geteuid() == 0:
        raise PermissionError("do not start this as root")
    if os.geteuid() != 0:
        print("not root")


def listen(app, handler, port, one):
    server = socket.socket()
    server.bind(("0.0.0.0", port))  # finding: PRV-011
    server.bind(("", port))  # finding: PRV-012
    server.bind(("::", port))  # finding: PRV-012
    server.bind(("127.0.0.1", port))
    server.bind(("", 0))
    server.bind((one, port))
    uvicorn.run(app, host="0.0.0.0")  # finding: PRV-011
    uvicorn.run(app, host="::")  # finding: PRV-012
    uvicorn.run(app, host="127.0.0.1")
    socketserver.TCPServer(("", port), handler)  # finding: PRV-012
    socketserver.TCPServer(("localhost", port), handler)
    if one == "0.0.0.0":
        raise ValueError


async def listen_locally(handler):
    await asyncio.start_unix_server(handler, "/run/pump/control")  # finding: PRV-013


async def listen_privately(handler):
    os.umask(0o177)
    await asyncio.start_unix_server(handler, "/run/pump/control")


def grant(cursor, user):
    cursor.execute("GRANT ALL PRIVILEGES ON DATABASE pump TO viewer")  # finding: PRV-014
    cursor.execute("ALTER USER viewer WITH SUPERUSER")  # finding: PRV-014
    cursor.execute("GRANT SELECT ON orders TO PUBLIC")  # finding: PRV-014
    cursor.execute("GRANT SELECT ON orders TO viewer")
    cursor.execute("ALTER USER viewer WITH NOSUPERUSER")
    cursor.execute("REVOKE ALL ON orders FROM PUBLIC")
    psycopg.connect(user="postgres", dbname="pump")  # finding: PRV-015
    psycopg.connect("dbname=pump user=postgres")  # finding: PRV-015
    psycopg.connect(user="pump", dbname="pump")


POLICIES = [
    {"Effect": "Allow", "Action": "*", "Resource": "*"},  # finding: PRV-016
    {"Effect": "Allow", "Action": ["s3:*"], "Resource": "arn:aws:s3:::reports"},  # finding: PRV-016
    {"Effect": "Allow", "Action": "s3:PutObject", "Resource": "*"},  # finding: PRV-016
    {"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"},  # finding: PRV-016
    {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*"},
    {"Effect": "Allow", "Action": "ec2:DescribeRegions", "Resource": "*"},
    {"Effect": "Deny", "Action": "*", "Resource": "*"},
    {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::x"},  # finding: PRV-017
    {"Action": "*"},
]


def cloud(group, self):
    s3 = boto3.client("s3")
    s3.put_object(Bucket="reports", Key="a", Body=b"", ACL="public-read")  # finding: PRV-017
    s3.put_object(Bucket="reports", Key="a", Body=b"")
    self.ec2.authorize_security_group_ingress(GroupId=group, CidrIp="0.0.0.0/0")  # finding: PRV-018
    self.ec2.authorize_security_group_ingress(GroupId=group, CidrIp="10.0.0.0/8")
    s3.generate_presigned_url("get_object", ExpiresIn=7 * 86400)  # finding: PRV-031
    s3.generate_presigned_url("get_object", ExpiresIn=900)


def containers(self, image):
    drop = {"cap_drop": ["ALL"]}
    docker.from_env().containers.run(image, privileged=True)  # finding: PRV-019
    self.docker.containers.run(image, privileged=True)  # finding: PRV-019
    self.docker.containers.run(image, privileged=False)
    self.docker.containers.run(image, cap_add=["ALL"])  # finding: PRV-020
    self.docker.containers.run(image, cap_add=["NET_BIND_SERVICE"])
    self.docker.containers.run(image, network_mode="host")  # finding: PRV-020
    self.docker.containers.run(image, network_mode="bridge")
    self.docker.containers.run(image, volumes={"/var/run/docker.sock": {"bind": "/s"}})  # finding: PRV-020
    self.docker.containers.run(image, volumes=["/var/run/docker.sock:/s"])  # finding: PRV-020
    self.docker.containers.run(image, volumes={"/srv/incoming": {"bind": "/in"}})
    self.docker.containers.run(image, user="root")  # finding: PRV-020
    self.docker.containers.run(image, user="1000:1000")
    self.docker.containers.run(image, detach=True)  # finding: PRV-021
    self.docker.containers.run(image, detach=True, **drop)
    subprocess.run(["/usr/bin/docker", "run", "--privileged", image], check=True, timeout=5)  # finding: PRV-019
    subprocess.run(["/usr/bin/docker", "run", "--cap-add", "ALL", image], check=True, timeout=5)  # finding: PRV-020
    subprocess.run(["/usr/bin/docker", "run", "--net=host", image], check=True, timeout=5)  # finding: PRV-020
    subprocess.run(["/usr/bin/docker", "run", "--cap-drop", "ALL", image], check=True, timeout=5)


def pods():
    k8s.V1SecurityContext(privileged=True)  # finding: PRV-022
    k8s.V1SecurityContext(run_as_user=0)  # finding: PRV-022
    k8s.V1SecurityContext(allow_privilege_escalation=True)  # finding: PRV-022
    k8s.V1SecurityContext(run_as_user=1000, privileged=False)
    k8s.V1Capabilities(add=["SYS_ADMIN"])  # finding: PRV-022
    k8s.V1Capabilities(drop=["ALL"])
    k8s.V1PodSpec(containers=[], host_network=True)  # finding: PRV-023
    k8s.V1PodSpec(containers=[])
    k8s.V1PolicyRule(verbs=["*"], resources=["pods"])  # finding: PRV-024
    k8s.V1PolicyRule(verbs=["get"], resources=["pods"])
    return [
        {"securityContext": {"privileged": True}},  # finding: PRV-022
        {"securityContext": {"privileged": False}},
        {"rules": [{"verbs": ["*"], "resources": ["pods"]}]},  # finding: PRV-024
        {"rules": [{"verbs": ["get"], "resources": ["pods"]}]},
        {"verbs": ["*"]},
    ]


class Queues(BaseManager):
    pass


def managers(host, port, key, api):
    Queues(address=(host, port), authkey=b"queues")  # finding: PRV-028
    Queues(address=(host, port), authkey=None)  # finding: PRV-028
    Queues(address=(host, port), authkey=key)
    multiprocessing.managers.SyncManager(authkey=b"queues")  # finding: PRV-028
    server = SimpleXMLRPCServer(("", port))  # finding: PRV-012
    server.register_introspection_functions()  # finding: PRV-029
    server.register_instance(api, allow_dotted_names=True)  # finding: PRV-029
    server.register_function(api.state)


TOKEN = {"scope": "*"}  # finding: PRV-030
TOKEN = {"scope": "patient/*.*"}  # finding: PRV-030
TOKEN = {"scope": "patient/Observation.rs"}
