# docker build -t rapporteur . && docker run --init -v ./config.toml:/app/config.toml:ro -v rapporteur:/app/var -p 8080:8080 rapporteur
# --build-arg EXTRAS=thai tells the words of Thai, Lao, Khmer and Burmese apart; for --build-arg EXTRAS="ocr thai" tesseract and its
# languages must go along: --build-arg PACKAGES="tesseract-ocr tesseract-ocr-fra"; for --build-arg EXTRAS=browser (pages that need
# JavaScript) Chromium: --build-arg PACKAGES="chromium chromium-sandbox"
FROM python:3.11-slim AS packages
ARG EXTRAS=
COPY requirements*.lock /
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --require-hashes -r /requirements.lock \
 && for extra in $EXTRAS; do /venv/bin/pip install --no-cache-dir --require-hashes -r /requirements-$extra.lock || exit 1; done

FROM python:3.11-slim
ARG PACKAGES=
# Letters of the six languages of the United Nations, for redlines as PDF and picture.
RUN apt-get update \
 && apt-get install --yes --no-install-recommends fonts-noto-core fonts-noto-cjk $PACKAGES \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --uid 10001 --no-create-home --home-dir /app --shell /usr/sbin/nologin rapporteur \
 && install -d -o rapporteur -g rapporteur /app /app/var
WORKDIR /app
COPY --from=packages /venv /venv
COPY bot bot
COPY handlers handlers
COPY storage storage
# Whatever reads a file is a process of its own: none of them should compile the readers anew.
RUN python -m compileall -q bot handlers storage
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 RAPPORTEUR_SERVER__LISTEN=0.0.0.0:8080
USER rapporteur
VOLUME /app/var
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8080/healthz', timeout=4)"]
CMD ["python", "-m", "bot", "run"]
