"""Say where to go, once the platform answers. Started by bin/run."""

import os
import sys
import time
import urllib.error
import urllib.request

from steps.ground import say

WAIT = 60  # seconds
ACCOUNTS = """\
  Sample accounts, all with the password ochang-demo:
    trainee@ochang.example      completed cohort 1, attends cohort 2     /learn/
    applicant@ochang.example    has not applied yet                      /courses/
    instructor@ochang.example   teaches cohort 2                         /teach/
    lead@ochang.example         reviews the curriculum                   /cms/
    operator@ochang.example     runs the cohorts                         /desk/
    employer@ochang.example     sponsors three people                    /partners/
    admin@ochang.example        may do everything                        /cms/

  The second complex is at {second}/, with people of its own:
    trainee@gyeonggi.example, instructor@gyeonggi.example, lead@gyeonggi.example, operator@gyeonggi.example
"""


def main() -> int:
    if not _answers():
        return 1
    base = os.environ["BASE_URL"]
    sample = "" if os.environ.get("SAMPLE") == "0" else ACCOUNTS.format(second=base.replace("://", "://gyeonggi.", 1))
    say(f"\n  The platform is at {base}/  (Ctrl-C stops it)\n\n{sample}")
    return 0


def _answers() -> bool:
    host = os.environ["HOST"]
    address = "127.0.0.1" if host in ("0.0.0.0", "localhost") else f"[{host.strip('[]')}]" if ":" in host else host
    deadline = time.monotonic() + WAIT
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"http://{address}:{os.environ['PORT']}/healthz", timeout=5):
                return True
        except urllib.error.HTTPError:
            return True
        except OSError:
            time.sleep(0.2)
    return False


if __name__ == "__main__":
    sys.exit(main())
