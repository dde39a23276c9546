# policylint in an image of its own: no network, no root and no write outside the mounted folder when it runs.
#
#     docker build -t policylint .
#     docker run --rm --network none --user "$(id -u):$(id -g)" -v "$PWD:/policies" policylint check

ARG PYTHON=3.12

FROM python:${PYTHON}-slim AS build
WORKDIR /src
COPY pyproject.toml README.md LICENSE ./
COPY policylint policylint
COPY rules rules
RUN pip wheel --quiet --disable-pip-version-check --no-deps --wheel-dir /wheels .
# The environment has no pip of its own. Its modules are compiled here, once, and never looked at again: whoever runs the
# image cannot write beside them.
RUN python -m venv --without-pip /opt/policylint \
    && pip --python /opt/policylint/bin/python install --quiet --disable-pip-version-check --no-cache-dir --no-compile /wheels/*.whl \
    && /opt/policylint/bin/python -m compileall -q -j 0 --invalidation-mode unchecked-hash /opt/policylint/lib

FROM python:${PYTHON}-slim
LABEL org.opencontainers.image.title="policylint" \
      org.opencontainers.image.description="Finds what a social-media or Internet-use policy fails to settle" \
      org.opencontainers.image.licenses="Apache-2.0"
RUN groupadd --gid 10001 policylint \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /tmp --shell /usr/sbin/nologin policylint
COPY --from=build /opt/policylint /opt/policylint
ENV PATH=/opt/policylint/bin:$PATH \
    HOME=/tmp \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONSAFEPATH=1 \
    PYTHONUTF8=1
WORKDIR /policies
USER 10001:10001
ENTRYPOINT ["policylint"]
CMD ["check"]
