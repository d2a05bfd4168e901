story An appeal dismissed, cancelled and changed; a case that nobody knows
# Suspension of two months: [2024-03-01, 05-01), restriction of 18 months to 2025-11-01.

2020-03-01 hired Gi grade=6 step=5 probation_months=0 born=1985-01-01
2020-03-01 hired Chwi grade=6 step=5 probation_months=0 born=1985-01-01
2020-03-01 hired Byeon grade=6 step=5 probation_months=0 born=1985-01-01
2024-03-01 sanctioned Gi case=G1 kind=suspension months=2 misconduct=general misconduct_on=2024-01-05
2024-03-01 sanctioned Chwi case=G2 kind=suspension months=2 misconduct=general misconduct_on=2024-01-05
2024-03-01 sanctioned Byeon case=G3 kind=suspension months=2 misconduct=general misconduct_on=2024-01-05
2024-03-20 appealed Gi case=G9
refused correction.target_unknown
2024-03-20 appealed Gi case=G1
2024-03-20 appealed Chwi case=G2
2024-03-20 appealed Byeon case=G3
2024-05-20 appeal_decided Gi case=G9 outcome=dismissed
refused correction.target_unknown
2024-05-20 appeal_decided Gi case=G1 outcome=dismissed
2024-05-20 appeal_decided Chwi case=G2 outcome=cancelled
2024-05-20 appeal_decided Byeon case=G3 outcome=changed kind=pay_cut months=1
record Gi as of 2024-05-20
  sanctions.0.state in_force
  restricted_until 2025-11-01
record Chwi as of 2024-04-01
  status active                     # as if never suspended
  sanctions.0.state annulled
  restricted_until null
record Chwi as of 2024-04-01 known at 2024-05-19
  status suspended
  restricted_until 2025-11-01
# From its own date: a pay cut [2024-03-01, 04-01), twelve months to 2025-04-01.
record Byeon as of 2024-03-15
  status active
  sanctions.0.kind pay_cut
  sanctions.0.state in_force
  restricted_until 2025-04-01
  sanctions.0.expungeable_on 2029-04-01
2024-06-03 promoted Chwi kind=ordinary grade=5
2024-06-03 promoted Byeon kind=ordinary grade=5
refused promotion.restricted
