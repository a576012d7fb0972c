"""History through the decisions of the theories: likelihood, estimation, sampling."""
