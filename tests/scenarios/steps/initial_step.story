story The first step: a year of career is a step, lower grades are walked up, the better of two counts

# No career: step 1.
2025-01-01 hired Eops grade=7 probation_months=0 born=1990-01-01
# 18 months at the grade: step 1 + 1, six months carried.
2025-01-01 hired Il grade=7 route=career probation_months=0 born=1990-01-01 'prior_career=[{"from":"2020-01-01","to":"2021-07-01","grade":7,"percent":100}]'
# The same at 50 percent: nine months, step 1.
2025-01-01 hired Ban grade=7 route=career probation_months=0 born=1990-01-01 'prior_career=[{"from":"2020-01-01","to":"2021-07-01","grade":7,"percent":50}]'
# Two years in grade 9: step 3; up to 8: 2; 42 months there: 5, six months carried; up to 7: 4.
2025-01-01 hired Geot grade=7 route=career probation_months=0 born=1985-01-01 'prior_career=[{"from":"2015-01-01","to":"2017-01-01","grade":9,"percent":100},{"from":"2017-01-01","to":"2020-07-01","grade":8,"percent":100}]'
# Two years beside each other count once, the whole one before the half one: 24 months.
2025-01-01 hired Gyeop grade=7 route=career probation_months=0 born=1985-01-01 'prior_career=[{"from":"2015-01-01","to":"2017-01-01","grade":7,"percent":50},{"from":"2015-01-01","to":"2017-01-01","grade":7,"percent":100}]'
# Declared otherwise: recorded, and found.
2025-01-01 hired Dal grade=7 step=3 probation_months=0 born=1990-01-01
record Eops as of 2025-01-01
  step 1
  next_step_on 2026-01-01
record Il as of 2025-01-01
  step 2
  next_step_on 2025-07-01
record Ban as of 2025-01-01
  step 1
  next_step_on 2025-04-01
record Geot as of 2025-01-01
  step 4
  next_step_on 2025-07-01
record Gyeop as of 2025-01-01
  step 3
  next_step_on 2026-01-01
record Dal as of 2025-01-01
  step 3
  finding step.differs
record Il as of 2025-01-01
  no finding step.differs
