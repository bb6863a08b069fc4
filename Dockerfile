# The web app and the command line. Neo4j runs in a container of its own: see docker-compose.yml.
FROM python:3.13-slim

ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PYTHONUNBUFFERED=1 \
    GUANXI_HOME=/data GUANXI_WEB__HOST=0.0.0.0

WORKDIR /app
COPY requirements.lock ./
RUN pip install --require-hashes -r requirements.lock
COPY pyproject.toml README.md LICENSE config.yaml ./
COPY guanxi guanxi
COPY graph graph
COPY cypher cypher
COPY ingest ingest
COPY web web
COPY cli cli
RUN pip install --no-deps --no-build-isolation . \
    && python -c "import jionlp" \
    && useradd --create-home --uid 10001 guanxi \
    && install --directory --owner=guanxi --mode=700 /data
USER guanxi
VOLUME /data
EXPOSE 8765
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=5 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8765/login', timeout=4)"]
ENTRYPOINT ["guanxi"]
CMD ["serve"]
