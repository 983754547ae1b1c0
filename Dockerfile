# Untested: written by the documentation of its parts, and never built where this was developed.
FROM python:3.11-slim
RUN useradd --create-home --uid 1000 attain && mkdir /workspace && chown attain: /workspace
WORKDIR /srv/attain
COPY requirements/runtime.txt requirements/runtime.txt
RUN pip install --no-cache-dir --require-hashes --requirement requirements/runtime.txt
COPY pyproject.toml README.md LICENSE NOTICE ./
COPY src src
# The builder is pinned among the requirements; nothing else is fetched.
RUN pip install --no-cache-dir --no-deps --no-build-isolation .
USER attain
ENV PYTHONUNBUFFERED=1
EXPOSE 8420
# The workspace is mounted here and belongs to user 1000; its folder var holds keys, and the embedded PostgreSQL unless
# DATABASE_URL is set.
VOLUME /workspace
STOPSIGNAL SIGINT
# By the first of its names: a request by another name is refused.
HEALTHCHECK --start-period=120s --interval=15s --timeout=5s CMD ["python", "-m", "attain_web.alive"]
CMD ["attain", "serve", "/workspace", "--host", "0.0.0.0", "--port", "8420"]
