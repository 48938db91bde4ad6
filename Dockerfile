# One image: pages built at image time, one process, one port. `compose.yaml` adds PostgreSQL and Redis.
FROM python:3.12-slim

RUN useradd --create-home --uid 10001 tacit && install --directory --owner tacit /app /app/data
USER tacit
WORKDIR /app

COPY --chown=tacit . .
RUN python tacit.py build

ENV LISTEN_HOST=0.0.0.0 PORT=8000
EXPOSE 8000
VOLUME /app/data
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s \
    CMD python -c "import os, urllib.request as u; u.urlopen(f'http://127.0.0.1:{os.environ[\"PORT\"]}/health/live')"
CMD ["python", "tacit.py", "--no-demo"]
