"""What a repository has to say on its documents' reports: policy sets, profiles, decisions, baseline, fail level."""
