story Nobody on a fixed term and nobody without a grade is demoted by consent

2024-01-02 hired Im grade=7 route=fixed_term until=2026-01-02 born=1985-01-01
2024-01-02 hired Jang class=political grade=null series=null route=political born=1970-01-01
2024-10-01 demoted_by_consent Im grade=8
refused demotion.not_applicable
2024-10-01 demoted_by_consent Jang grade=5
refused demotion.not_applicable
