"""How Hypothesis runs: no test fails because the machine is slow or busy."""

from hypothesis import HealthCheck, settings

settings.register_profile("policylint", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("policylint")
