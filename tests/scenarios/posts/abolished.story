story A post is established once, and nobody is appointed to it once it is abolished

2020-01-02 post_established - unit=HQ post=HQ-1 title=과장 grade=4
2020-01-03 post_established - unit=HQ post=HQ-1 title=과장
refused organization.exists
2020-01-03 post_established - unit=Nowhere post=N-1 title=과장
refused organization.unknown_unit
2020-01-03 post_abolished - post=HQ-2
refused organization.unknown_post
2020-03-02 hired Gwa grade=4 probation_months=0 post=HQ-1 born=1970-01-01
2020-03-02 hired Dam grade=4 probation_months=0 born=1970-01-01
2024-03-04 post_abolished - post=HQ-1
2024-03-04 post_abolished - post=HQ-1
refused organization.closed
2024-03-03 transferred Dam unit=HQ post=HQ-1 issued=2024-03-03
2024-03-04 transferred Dam unit=HQ post=HQ-1
refused organization.closed
2024-03-04 assigned_acting Dam unit=HQ post=HQ-1
refused organization.closed
2024-03-05 post_established - unit=HQ post=HQ-1 title=과장      # a code is never used again
refused organization.exists
record Gwa as of 2024-03-03
  post HQ-1
