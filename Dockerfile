# syntax=docker/dockerfile:1
# Two stages: wheels are built and static files collected in the first, the second holds what runs, under a user of its own.
FROM python:3.11-slim-bookworm AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PYTHONDONTWRITEBYTECODE=1
RUN python -m venv /opt/venv
COPY requirements.txt /tmp/requirements.txt
RUN /opt/venv/bin/pip install --require-hashes --no-deps -r /tmp/requirements.txt
WORKDIR /app
COPY . .
# Nothing of these values stays: they only let the settings be read while catalogs and static files are made.
RUN DEMO=1 VAR_DIR=/tmp/var /opt/venv/bin/python bin/messages --compile \
    && rm -rf /tmp/var \
    && SECRET_KEY=building CODE_KEY=building BASE_URL=https://building.invalid ALLOWED_HOSTS=building.invalid VAR_DIR=/tmp/var STATIC_ROOT=/app/static \
       /opt/venv/bin/python manage.py collectstatic --noinput --verbosity 0

FROM python:3.11-slim-bookworm AS run
RUN apt-get update \
    && apt-get install --yes --no-install-recommends fonts-nanum libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 postgresql-client \
    && rm -rf /var/lib/apt/lists/* \
    && groupadd --gid 10001 ochang && useradd --uid 10001 --gid ochang --home-dir /srv/ochang --no-create-home --shell /usr/sbin/nologin ochang \
    && install --directory --owner=ochang --group=ochang --mode=0750 /srv/ochang /srv/metrics
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 VAR_DIR=/srv/ochang METRICS_DIR=/srv/metrics STATIC_ROOT=/app/static REFUSE_DEMO=1
COPY --from=build /opt/venv /opt/venv
COPY --from=build /app /app
WORKDIR /app
USER ochang
EXPOSE 8000
# gunicorn answers what it has accepted and then ends; Celery finishes what it holds. Both on SIGTERM.
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=4 CMD ["python", "bin/healthy", "web"]
CMD ["gunicorn", "training.wsgi", "--bind", "0.0.0.0:8000", "--workers", "2", "--threads", "4", "--preload", "--graceful-timeout", "30", "--no-control-socket", "--log-level", "warning"]
