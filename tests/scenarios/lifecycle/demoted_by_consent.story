story Demoted by consent: one grade down, and the time above counts in the lower grade
# Grade 6 from 2022-03-02; down to 7 on 2024-06-03. The year wanted in grade 7 was spent above.

2022-03-02 hired Gang grade=6 probation_months=0 born=1985-01-01
2024-06-03 demoted_by_consent Gang grade=8
refused demotion.one_grade
2024-06-03 demoted_by_consent Gang grade=6
refused demotion.one_grade
2024-06-03 demoted_by_consent Gang grade=5
refused demotion.one_grade
2024-06-03 demoted_by_consent Gang grade=7
record Gang as of 2024-06-03
  grade 7
  grade_since 2024-06-03
  status active                    # no duty is taken away
  restricted_until null
  promotable_on 2024-06-03
2024-06-04 promoted Gang kind=ordinary grade=6
