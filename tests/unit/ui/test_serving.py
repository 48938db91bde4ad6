"""The content policy: what the build put into its pages may run, and nothing else."""

import base64
import hashlib

from crm_app.ui.serving import content_policy


def test_inline_scripts_of_the_build_are_named_by_their_hash(tmp_path):
    script = 'window.__context = {"a": 1};'
    page = f'<html><script src="/boot.js"></script><script type="module" async="">{script}</script></html>'
    (tmp_path / "index.html").write_text(page)
    hashed = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = content_policy(tmp_path)
    assert f"script-src 'self' 'sha256-{hashed}';" in policy
    assert "unsafe-eval" not in policy and "script-src 'self' 'unsafe-inline'" not in policy
    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy


def test_without_a_build_no_inline_script_may_run(tmp_path):
    assert "script-src 'self';" in content_policy(tmp_path)
