# Untested: written by the documentation of its parts, and never built where this was developed.
FROM python:3.11-slim
RUN useradd --create-home attain
WORKDIR /srv/attain
COPY requirements/runtime.txt requirements/runtime.txt
RUN pip install --no-cache-dir --require-hashes --requirement requirements/runtime.txt
COPY . .
RUN pip install --no-cache-dir --no-deps .
USER attain
EXPOSE 8420
# The workspace is mounted at /workspace; its folder var holds the embedded PostgreSQL unless DATABASE_URL is set.
CMD ["attain", "serve", "/workspace", "--host", "0.0.0.0", "--port", "8420"]
