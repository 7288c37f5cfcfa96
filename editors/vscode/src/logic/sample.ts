/**
 * What a newcomer sees first: a few lines that breach the standard, each for another reason. The first line is the
 * tab's title as long as nobody saves it.
 */
export const SAMPLE = `# A sample of Aseptic's
# Hover over what is underlined, then ask for quick fixes there.

import hashlib
import os

import yaml


def restart(host):
    os.system("systemctl restart pump@" + host)


def settings(text):
    return yaml.load(text, Loader=yaml.Loader)


def digest(package):
    return hashlib.md5(package).hexdigest()


# Type a breach of your own here, as: eval(input())
`;
