story A death in service is not turned into a resignation afterwards
# The day after the death is the first out of service. A resignation that was recorded before stands.

2024-01-01 hired An grade=7 probation_months=0 born=1980-01-01
2024-01-01 hired Bae grade=7 probation_months=0 born=1980-01-01
2024-10-03 died An
2024-10-03 resigned An
refused state.not_active
record An as of 2024-10-04
  spells.0.ended_by died
  spells.0.to 2024-10-04
2024-10-03 resigned Bae
record Bae as of 2024-10-04
  spells.0.ended_by resigned
