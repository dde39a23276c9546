# policylint in images of its own, without root when they run. The command line, which is what is built where no target
# is named, has no network and writes nowhere but in the mounted folder:
#
#     docker build -t policylint .
#     docker run --rm --network none --user "$(id -u):$(id -g)" -v "$PWD:/policies" policylint check
#
# The web service (docs/deploy.md; compose.yaml runs it with PostgreSQL):
#
#     docker build -t policylint-serve --target serve .
#     docker run --rm -p 127.0.0.1:8080:8080 -v policylint:/data policylint-serve --public
#
# Scans and older formats are read where their programs are built in. A build argument takes languages of tesseract,
# another one yes: --build-arg OCR="eng spa" --build-arg OFFICE=yes

ARG PYTHON=3.12

FROM python:${PYTHON}-slim AS build
WORKDIR /src
COPY pyproject.toml README.md LICENSE ./
COPY policylint policylint
COPY rules rules
COPY corpus/files/marlow-internet-1998-pdf.pdf corpus/files/
RUN pip wheel --quiet --disable-pip-version-check --no-deps --wheel-dir /wheels .
# The environment has no pip of its own. Its modules are compiled here, once, and never looked at again: whoever runs the
# image cannot write beside them.
RUN python -m venv --without-pip /opt/policylint \
    && pip --python /opt/policylint/bin/python install --quiet --disable-pip-version-check --no-cache-dir --no-compile /wheels/*.whl \
    && /opt/policylint/bin/python -m compileall -q -j 0 --invalidation-mode unchecked-hash /opt/policylint/lib

FROM build AS build-serve
RUN set -- /wheels/*.whl \
    && pip --python /opt/policylint/bin/python install --quiet --disable-pip-version-check --no-cache-dir --no-compile "$1[web,postgres]" \
    && /opt/policylint/bin/python -m compileall -q -j 0 --invalidation-mode unchecked-hash /opt/policylint/lib

FROM python:${PYTHON}-slim AS system
ARG OCR=""
ARG OFFICE=""
RUN if [ -n "$OCR$OFFICE" ]; then \
      apt-get update -qq \
      && apt-get install -y -qq --no-install-recommends \
           ${OCR:+tesseract-ocr $(printf 'tesseract-ocr-%s ' $OCR)} ${OFFICE:+libreoffice-writer} \
      && rm -rf /var/lib/apt/lists/*; \
    fi
RUN groupadd --gid 10001 policylint \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /tmp --shell /usr/sbin/nologin policylint
ENV PATH=/opt/policylint/bin:$PATH \
    HOME=/tmp \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONSAFEPATH=1 \
    PYTHONUTF8=1

FROM system AS serve
LABEL org.opencontainers.image.title="policylint serve" \
      org.opencontainers.image.description="The web page and HTTP API of policylint" \
      org.opencontainers.image.licenses="Apache-2.0"
COPY --from=build-serve /opt/policylint /opt/policylint
RUN install -d -o 10001 -g 10001 -m 700 /data
WORKDIR /data
VOLUME /data
EXPOSE 8080
USER 10001:10001
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8080/readyz', timeout=4)"]
# Who may use it has to be said (--token-file, --proxy-header or --public), or it does not start.
ENTRYPOINT ["policylint", "serve", "--host", "0.0.0.0", "--data", "/data"]

FROM system
LABEL org.opencontainers.image.title="policylint" \
      org.opencontainers.image.description="Finds what a social-media or Internet-use policy fails to settle" \
      org.opencontainers.image.licenses="Apache-2.0"
COPY --from=build /opt/policylint /opt/policylint
WORKDIR /policies
USER 10001:10001
ENTRYPOINT ["policylint"]
CMD ["check"]
