story Nobody on a fixed term is demoted; another sanction is needed

2024-01-01 hired Im grade=7 route=fixed_term step=5 until=2026-01-01 probation_months=0 born=1985-01-01
2024-09-02 sanction_requested Im case=N1 weight=heavy misconduct=general misconduct_on=2024-07-01
2024-10-01 sanctioned Im case=N1 kind=demotion misconduct=general misconduct_on=2024-07-01
refused sanction.not_applicable
2024-10-01 sanctioned Im case=N1 kind=suspension months=1 misconduct=general misconduct_on=2024-07-01
record Im as of 2024-10-31
  status suspended
  no finding sanction.without_request
record Im as of 2024-11-01
  status active
