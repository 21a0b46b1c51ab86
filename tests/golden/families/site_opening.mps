NAME base
ROWS
 N objective
 G site_opening[beta,2028]
 G site_opening[beta,2029]
 L openings_per_period[2027]
 L openings_per_period[2028]
 L openings_per_period[2029]
 G site_requires[alpha,beta,2027]
 G site_requires[alpha,beta,2028]
 G site_requires[alpha,beta,2029]
 E hall_step[alpha,air,2027]
 E hall_step[alpha,air,2028]
 E hall_step[alpha,air,2029]
 E hall_step[beta,air,2027]
 L hall_site[beta,air,2027]
 E hall_step[beta,air,2028]
 L hall_site[beta,air,2028]
 E hall_step[beta,air,2029]
 L hall_site[beta,air,2029]
 L hall_power[alpha,air,2027]
 L hall_space[alpha,air,2027]
 L hall_power[alpha,air,2028]
 L hall_space[alpha,air,2028]
 L hall_power[alpha,air,2029]
 L hall_space[alpha,air,2029]
 L hall_power[beta,air,2027]
 L hall_space[beta,air,2027]
 L hall_power[beta,air,2028]
 L hall_space[beta,air,2028]
 L hall_power[beta,air,2029]
 L hall_space[beta,air,2029]
 L chip_supply[small,2027]
 L chip_supply[small,2028]
 L chip_supply[small,2029]
 L chip_supply[big,2027]
 L chip_supply[big,2028]
 L chip_supply[big,2029]
 E fleet_balance[small,alpha,2027]
 E fleet_balance[small,alpha,2028]
 E fleet_balance[small,alpha,2029]
 E fleet_balance[small,beta,2027]
 E fleet_balance[small,beta,2028]
 E fleet_balance[small,beta,2029]
 E fleet_balance[big,alpha,2027]
 E fleet_balance[big,alpha,2028]
 E fleet_balance[big,alpha,2029]
 E fleet_balance[big,beta,2027]
 E fleet_balance[big,beta,2028]
 E fleet_balance[big,beta,2029]
 L chip_time[small,alpha,2027]
 L chip_time[small,alpha,2028]
 L chip_time[small,alpha,2029]
 L chip_time[small,beta,2027]
 L chip_time[small,beta,2028]
 L chip_time[small,beta,2029]
 L chip_time[big,alpha,2027]
 L chip_time[big,alpha,2028]
 L chip_time[big,alpha,2029]
 L chip_time[big,beta,2027]
 L chip_time[big,beta,2028]
 L chip_time[big,beta,2029]
 L workload_capacity[alpha,chat,2027,base]
 L workload_capacity[alpha,chat,2028,base]
 L workload_capacity[alpha,chat,2029,base]
 L workload_capacity[beta,chat,2027,base]
 L workload_capacity[beta,chat,2028,base]
 L workload_capacity[beta,chat,2029,base]
 E demand_balance[near-chat,2027,base]
 E demand_balance[near-chat,2028,base]
 E demand_balance[near-chat,2029,base]
 E demand_balance[far-chat,2027,base]
 E demand_balance[far-chat,2028,base]
 E demand_balance[far-chat,2029,base]
 L serve_open[beta,near-chat,2027,base]
 L serve_hall[beta,near-chat,2027,base]
 L serve_open[beta,far-chat,2027,base]
 L serve_hall[beta,far-chat,2027,base]
 L deploy_open[small,beta,2027]
 L deploy_hall[small,beta,2027]
 L deploy_open[big,beta,2027]
 L deploy_hall[big,beta,2027]
 L serve_open[beta,near-chat,2028,base]
 L serve_hall[beta,near-chat,2028,base]
 L serve_open[beta,far-chat,2028,base]
 L serve_hall[beta,far-chat,2028,base]
 L deploy_open[small,beta,2028]
 L deploy_hall[small,beta,2028]
 L deploy_open[big,beta,2028]
 L deploy_hall[big,beta,2028]
 L serve_open[beta,near-chat,2029,base]
 L serve_hall[beta,near-chat,2029,base]
 L serve_open[beta,far-chat,2029,base]
 L serve_hall[beta,far-chat,2029,base]
 L deploy_open[small,beta,2029]
 L deploy_hall[small,beta,2029]
 L deploy_open[big,beta,2029]
 L deploy_hall[big,beta,2029]
COLUMNS
 marker0 'MARKER' 'INTORG'
 open[alpha,2027] site_requires[alpha,beta,2027] -1
 open[alpha,2028] site_requires[alpha,beta,2028] -1
 open[alpha,2029] site_requires[alpha,beta,2029] -1
 open[beta,2027] site_opening[beta,2028] -1
 open[beta,2027] openings_per_period[2027] 1
 open[beta,2027] openings_per_period[2028] -1
 open[beta,2027] site_requires[alpha,beta,2027] 1
 open[beta,2027] hall_site[beta,air,2027] -3
 open[beta,2027] serve_open[beta,near-chat,2027,base] -10
 open[beta,2027] serve_open[beta,far-chat,2027,base] -20
 open[beta,2027] deploy_open[small,beta,2027] -300
 open[beta,2027] deploy_open[big,beta,2027] -75
 open[beta,2028] site_opening[beta,2028] 1
 open[beta,2028] site_opening[beta,2029] -1
 open[beta,2028] openings_per_period[2028] 1
 open[beta,2028] openings_per_period[2029] -1
 open[beta,2028] site_requires[alpha,beta,2028] 1
 open[beta,2028] hall_site[beta,air,2028] -3
 open[beta,2028] serve_open[beta,near-chat,2028,base] -10
 open[beta,2028] serve_open[beta,far-chat,2028,base] -20
 open[beta,2028] deploy_open[small,beta,2028] -300
 open[beta,2028] deploy_open[big,beta,2028] -75
 open[beta,2029] objective 10
 open[beta,2029] site_opening[beta,2029] 1
 open[beta,2029] openings_per_period[2029] 1
 open[beta,2029] site_requires[alpha,beta,2029] 1
 open[beta,2029] hall_site[beta,air,2029] -3
 open[beta,2029] serve_open[beta,near-chat,2029,base] -10
 open[beta,2029] serve_open[beta,far-chat,2029,base] -20
 open[beta,2029] deploy_open[small,beta,2029] -300
 open[beta,2029] deploy_open[big,beta,2029] -75
 halls[alpha,air,2027] hall_step[alpha,air,2027] 1
 halls[alpha,air,2027] hall_step[alpha,air,2028] -1
 halls[alpha,air,2027] hall_power[alpha,air,2027] -10
 halls[alpha,air,2027] hall_space[alpha,air,2027] -100
 halls[alpha,air,2028] hall_step[alpha,air,2028] 1
 halls[alpha,air,2028] hall_step[alpha,air,2029] -1
 halls[alpha,air,2028] hall_power[alpha,air,2028] -10
 halls[alpha,air,2028] hall_space[alpha,air,2028] -100
 halls[alpha,air,2029] hall_step[alpha,air,2029] 1
 halls[alpha,air,2029] hall_power[alpha,air,2029] -10
 halls[alpha,air,2029] hall_space[alpha,air,2029] -100
 halls[beta,air,2027] hall_step[beta,air,2027] 1
 halls[beta,air,2027] hall_site[beta,air,2027] 1
 halls[beta,air,2027] hall_step[beta,air,2028] -1
 halls[beta,air,2027] hall_power[beta,air,2027] -10
 halls[beta,air,2027] hall_space[beta,air,2027] -100
 halls[beta,air,2027] serve_hall[beta,near-chat,2027,base] -10
 halls[beta,air,2027] serve_hall[beta,far-chat,2027,base] -20
 halls[beta,air,2027] deploy_hall[small,beta,2027] -300
 halls[beta,air,2027] deploy_hall[big,beta,2027] -75
 halls[beta,air,2028] hall_step[beta,air,2028] 1
 halls[beta,air,2028] hall_site[beta,air,2028] 1
 halls[beta,air,2028] hall_step[beta,air,2029] -1
 halls[beta,air,2028] hall_power[beta,air,2028] -10
 halls[beta,air,2028] hall_space[beta,air,2028] -100
 halls[beta,air,2028] serve_hall[beta,near-chat,2028,base] -10
 halls[beta,air,2028] serve_hall[beta,far-chat,2028,base] -20
 halls[beta,air,2028] deploy_hall[small,beta,2028] -300
 halls[beta,air,2028] deploy_hall[big,beta,2028] -75
 halls[beta,air,2029] hall_step[beta,air,2029] 1
 halls[beta,air,2029] hall_site[beta,air,2029] 1
 halls[beta,air,2029] hall_power[beta,air,2029] -10
 halls[beta,air,2029] hall_space[beta,air,2029] -100
 halls[beta,air,2029] serve_hall[beta,near-chat,2029,base] -10
 halls[beta,air,2029] serve_hall[beta,far-chat,2029,base] -20
 halls[beta,air,2029] deploy_hall[small,beta,2029] -300
 halls[beta,air,2029] deploy_hall[big,beta,2029] -75
 marker1 'MARKER' 'INTEND'
 build[alpha,air,2027] objective 20
 build[alpha,air,2027] hall_step[alpha,air,2027] -1
 build[alpha,air,2028] objective 20
 build[alpha,air,2028] hall_step[alpha,air,2028] -1
 build[alpha,air,2029] objective 20
 build[alpha,air,2029] hall_step[alpha,air,2029] -1
 build[beta,air,2027] objective 20
 build[beta,air,2027] hall_step[beta,air,2027] -1
 build[beta,air,2028] objective 20
 build[beta,air,2028] hall_step[beta,air,2028] -1
 build[beta,air,2029] objective 20
 build[beta,air,2029] hall_step[beta,air,2029] -1
 marker2 'MARKER' 'INTORG'
 order[small,2027] objective 1
 order[small,2027] chip_supply[small,2027] -1
 order[small,2028] objective 1
 order[small,2028] chip_supply[small,2028] -1
 order[small,2029] objective 1
 order[small,2029] chip_supply[small,2029] -1
 order[big,2027] objective 3
 order[big,2027] chip_supply[big,2027] -1
 order[big,2028] objective 3
 order[big,2028] chip_supply[big,2028] -1
 order[big,2029] objective 3
 order[big,2029] chip_supply[big,2029] -1
 deploy[small,alpha,2027] chip_supply[small,2027] 1
 deploy[small,alpha,2027] fleet_balance[small,alpha,2027] -1
 deploy[small,alpha,2028] chip_supply[small,2028] 1
 deploy[small,alpha,2028] fleet_balance[small,alpha,2028] -1
 deploy[small,alpha,2029] chip_supply[small,2029] 1
 deploy[small,alpha,2029] fleet_balance[small,alpha,2029] -1
 deploy[small,beta,2027] chip_supply[small,2027] 1
 deploy[small,beta,2027] fleet_balance[small,beta,2027] -1
 deploy[small,beta,2027] deploy_open[small,beta,2027] 1
 deploy[small,beta,2027] deploy_hall[small,beta,2027] 1
 deploy[small,beta,2028] chip_supply[small,2028] 1
 deploy[small,beta,2028] fleet_balance[small,beta,2028] -1
 deploy[small,beta,2028] deploy_open[small,beta,2028] 1
 deploy[small,beta,2028] deploy_hall[small,beta,2028] 1
 deploy[small,beta,2029] chip_supply[small,2029] 1
 deploy[small,beta,2029] fleet_balance[small,beta,2029] -1
 deploy[small,beta,2029] deploy_open[small,beta,2029] 1
 deploy[small,beta,2029] deploy_hall[small,beta,2029] 1
 deploy[big,alpha,2027] chip_supply[big,2027] 1
 deploy[big,alpha,2027] fleet_balance[big,alpha,2027] -1
 deploy[big,alpha,2028] chip_supply[big,2028] 1
 deploy[big,alpha,2028] fleet_balance[big,alpha,2028] -1
 deploy[big,alpha,2029] chip_supply[big,2029] 1
 deploy[big,alpha,2029] fleet_balance[big,alpha,2029] -1
 deploy[big,beta,2027] chip_supply[big,2027] 1
 deploy[big,beta,2027] fleet_balance[big,beta,2027] -1
 deploy[big,beta,2027] deploy_open[big,beta,2027] 1
 deploy[big,beta,2027] deploy_hall[big,beta,2027] 1
 deploy[big,beta,2028] chip_supply[big,2028] 1
 deploy[big,beta,2028] fleet_balance[big,beta,2028] -1
 deploy[big,beta,2028] deploy_open[big,beta,2028] 1
 deploy[big,beta,2028] deploy_hall[big,beta,2028] 1
 deploy[big,beta,2029] chip_supply[big,2029] 1
 deploy[big,beta,2029] fleet_balance[big,beta,2029] -1
 deploy[big,beta,2029] deploy_open[big,beta,2029] 1
 deploy[big,beta,2029] deploy_hall[big,beta,2029] 1
 marker3 'MARKER' 'INTEND'
 fleet[small,alpha,2027] hall_power[alpha,air,2027] 0.1
 fleet[small,alpha,2027] hall_space[alpha,air,2027] 1
 fleet[small,alpha,2027] fleet_balance[small,alpha,2027] 1
 fleet[small,alpha,2027] fleet_balance[small,alpha,2028] -1
 fleet[small,alpha,2027] chip_time[small,alpha,2027] -1
 fleet[small,alpha,2028] hall_power[alpha,air,2028] 0.1
 fleet[small,alpha,2028] hall_space[alpha,air,2028] 1
 fleet[small,alpha,2028] fleet_balance[small,alpha,2028] 1
 fleet[small,alpha,2028] fleet_balance[small,alpha,2029] -1
 fleet[small,alpha,2028] chip_time[small,alpha,2028] -1
 fleet[small,alpha,2029] hall_power[alpha,air,2029] 0.1
 fleet[small,alpha,2029] hall_space[alpha,air,2029] 1
 fleet[small,alpha,2029] fleet_balance[small,alpha,2029] 1
 fleet[small,alpha,2029] chip_time[small,alpha,2029] -1
 fleet[small,beta,2027] hall_power[beta,air,2027] 0.1
 fleet[small,beta,2027] hall_space[beta,air,2027] 1
 fleet[small,beta,2027] fleet_balance[small,beta,2027] 1
 fleet[small,beta,2027] fleet_balance[small,beta,2028] -1
 fleet[small,beta,2027] chip_time[small,beta,2027] -1
 fleet[small,beta,2028] hall_power[beta,air,2028] 0.1
 fleet[small,beta,2028] hall_space[beta,air,2028] 1
 fleet[small,beta,2028] fleet_balance[small,beta,2028] 1
 fleet[small,beta,2028] fleet_balance[small,beta,2029] -1
 fleet[small,beta,2028] chip_time[small,beta,2028] -1
 fleet[small,beta,2029] hall_power[beta,air,2029] 0.1
 fleet[small,beta,2029] hall_space[beta,air,2029] 1
 fleet[small,beta,2029] fleet_balance[small,beta,2029] 1
 fleet[small,beta,2029] chip_time[small,beta,2029] -1
 fleet[big,alpha,2027] hall_power[alpha,air,2027] 0.4
 fleet[big,alpha,2027] hall_space[alpha,air,2027] 2
 fleet[big,alpha,2027] fleet_balance[big,alpha,2027] 1
 fleet[big,alpha,2027] fleet_balance[big,alpha,2028] -1
 fleet[big,alpha,2027] chip_time[big,alpha,2027] -1
 fleet[big,alpha,2028] hall_power[alpha,air,2028] 0.4
 fleet[big,alpha,2028] hall_space[alpha,air,2028] 2
 fleet[big,alpha,2028] fleet_balance[big,alpha,2028] 1
 fleet[big,alpha,2028] fleet_balance[big,alpha,2029] -1
 fleet[big,alpha,2028] chip_time[big,alpha,2028] -1
 fleet[big,alpha,2029] hall_power[alpha,air,2029] 0.4
 fleet[big,alpha,2029] hall_space[alpha,air,2029] 2
 fleet[big,alpha,2029] fleet_balance[big,alpha,2029] 1
 fleet[big,alpha,2029] chip_time[big,alpha,2029] -1
 fleet[big,beta,2027] hall_power[beta,air,2027] 0.4
 fleet[big,beta,2027] hall_space[beta,air,2027] 2
 fleet[big,beta,2027] fleet_balance[big,beta,2027] 1
 fleet[big,beta,2027] fleet_balance[big,beta,2028] -1
 fleet[big,beta,2027] chip_time[big,beta,2027] -1
 fleet[big,beta,2028] hall_power[beta,air,2028] 0.4
 fleet[big,beta,2028] hall_space[beta,air,2028] 2
 fleet[big,beta,2028] fleet_balance[big,beta,2028] 1
 fleet[big,beta,2028] fleet_balance[big,beta,2029] -1
 fleet[big,beta,2028] chip_time[big,beta,2028] -1
 fleet[big,beta,2029] hall_power[beta,air,2029] 0.4
 fleet[big,beta,2029] hall_space[beta,air,2029] 2
 fleet[big,beta,2029] fleet_balance[big,beta,2029] 1
 fleet[big,beta,2029] chip_time[big,beta,2029] -1
 assign[small,alpha,chat,2027,base] chip_time[small,alpha,2027] 1
 assign[small,alpha,chat,2027,base] workload_capacity[alpha,chat,2027,base] -1
 assign[small,alpha,chat,2028,base] chip_time[small,alpha,2028] 1
 assign[small,alpha,chat,2028,base] workload_capacity[alpha,chat,2028,base] -1
 assign[small,alpha,chat,2029,base] chip_time[small,alpha,2029] 1
 assign[small,alpha,chat,2029,base] workload_capacity[alpha,chat,2029,base] -1
 assign[small,beta,chat,2027,base] chip_time[small,beta,2027] 1
 assign[small,beta,chat,2027,base] workload_capacity[beta,chat,2027,base] -1
 assign[small,beta,chat,2028,base] chip_time[small,beta,2028] 1
 assign[small,beta,chat,2028,base] workload_capacity[beta,chat,2028,base] -1
 assign[small,beta,chat,2029,base] chip_time[small,beta,2029] 1
 assign[small,beta,chat,2029,base] workload_capacity[beta,chat,2029,base] -1
 assign[big,alpha,chat,2027,base] chip_time[big,alpha,2027] 1
 assign[big,alpha,chat,2027,base] workload_capacity[alpha,chat,2027,base] -5
 assign[big,alpha,chat,2028,base] chip_time[big,alpha,2028] 1
 assign[big,alpha,chat,2028,base] workload_capacity[alpha,chat,2028,base] -5
 assign[big,alpha,chat,2029,base] chip_time[big,alpha,2029] 1
 assign[big,alpha,chat,2029,base] workload_capacity[alpha,chat,2029,base] -5
 assign[big,beta,chat,2027,base] chip_time[big,beta,2027] 1
 assign[big,beta,chat,2027,base] workload_capacity[beta,chat,2027,base] -5
 assign[big,beta,chat,2028,base] chip_time[big,beta,2028] 1
 assign[big,beta,chat,2028,base] workload_capacity[beta,chat,2028,base] -5
 assign[big,beta,chat,2029,base] chip_time[big,beta,2029] 1
 assign[big,beta,chat,2029,base] workload_capacity[beta,chat,2029,base] -5
 serve[alpha,near-chat,2027,base] workload_capacity[alpha,chat,2027,base] 1
 serve[alpha,near-chat,2027,base] demand_balance[near-chat,2027,base] 1
 serve[alpha,near-chat,2028,base] workload_capacity[alpha,chat,2028,base] 1
 serve[alpha,near-chat,2028,base] demand_balance[near-chat,2028,base] 1
 serve[alpha,near-chat,2029,base] workload_capacity[alpha,chat,2029,base] 1
 serve[alpha,near-chat,2029,base] demand_balance[near-chat,2029,base] 1
 serve[alpha,far-chat,2027,base] workload_capacity[alpha,chat,2027,base] 1
 serve[alpha,far-chat,2027,base] demand_balance[far-chat,2027,base] 1
 serve[alpha,far-chat,2028,base] workload_capacity[alpha,chat,2028,base] 1
 serve[alpha,far-chat,2028,base] demand_balance[far-chat,2028,base] 1
 serve[alpha,far-chat,2029,base] workload_capacity[alpha,chat,2029,base] 1
 serve[alpha,far-chat,2029,base] demand_balance[far-chat,2029,base] 1
 serve[beta,near-chat,2027,base] workload_capacity[beta,chat,2027,base] 1
 serve[beta,near-chat,2027,base] demand_balance[near-chat,2027,base] 1
 serve[beta,near-chat,2027,base] serve_open[beta,near-chat,2027,base] 1
 serve[beta,near-chat,2027,base] serve_hall[beta,near-chat,2027,base] 1
 serve[beta,near-chat,2028,base] workload_capacity[beta,chat,2028,base] 1
 serve[beta,near-chat,2028,base] demand_balance[near-chat,2028,base] 1
 serve[beta,near-chat,2028,base] serve_open[beta,near-chat,2028,base] 1
 serve[beta,near-chat,2028,base] serve_hall[beta,near-chat,2028,base] 1
 serve[beta,near-chat,2029,base] workload_capacity[beta,chat,2029,base] 1
 serve[beta,near-chat,2029,base] demand_balance[near-chat,2029,base] 1
 serve[beta,near-chat,2029,base] serve_open[beta,near-chat,2029,base] 1
 serve[beta,near-chat,2029,base] serve_hall[beta,near-chat,2029,base] 1
 serve[beta,far-chat,2027,base] workload_capacity[beta,chat,2027,base] 1
 serve[beta,far-chat,2027,base] demand_balance[far-chat,2027,base] 1
 serve[beta,far-chat,2027,base] serve_open[beta,far-chat,2027,base] 1
 serve[beta,far-chat,2027,base] serve_hall[beta,far-chat,2027,base] 1
 serve[beta,far-chat,2028,base] workload_capacity[beta,chat,2028,base] 1
 serve[beta,far-chat,2028,base] demand_balance[far-chat,2028,base] 1
 serve[beta,far-chat,2028,base] serve_open[beta,far-chat,2028,base] 1
 serve[beta,far-chat,2028,base] serve_hall[beta,far-chat,2028,base] 1
 serve[beta,far-chat,2029,base] workload_capacity[beta,chat,2029,base] 1
 serve[beta,far-chat,2029,base] demand_balance[far-chat,2029,base] 1
 serve[beta,far-chat,2029,base] serve_open[beta,far-chat,2029,base] 1
 serve[beta,far-chat,2029,base] serve_hall[beta,far-chat,2029,base] 1
 unmet[near-chat,2027,base] objective 50
 unmet[near-chat,2027,base] demand_balance[near-chat,2027,base] 1
 unmet[near-chat,2028,base] objective 50
 unmet[near-chat,2028,base] demand_balance[near-chat,2028,base] 1
 unmet[near-chat,2029,base] objective 50
 unmet[near-chat,2029,base] demand_balance[near-chat,2029,base] 1
 unmet[far-chat,2027,base] objective 50
 unmet[far-chat,2027,base] demand_balance[far-chat,2027,base] 1
 unmet[far-chat,2028,base] objective 50
 unmet[far-chat,2028,base] demand_balance[far-chat,2028,base] 1
 unmet[far-chat,2029,base] objective 50
 unmet[far-chat,2029,base] demand_balance[far-chat,2029,base] 1
RHS
 rhs openings_per_period[2027] 1
 rhs openings_per_period[2028] 1
 rhs openings_per_period[2029] 1
 rhs hall_power[alpha,air,2027] 10
 rhs hall_space[alpha,air,2027] 100
 rhs hall_power[alpha,air,2028] 10
 rhs hall_space[alpha,air,2028] 100
 rhs hall_power[alpha,air,2029] 10
 rhs hall_space[alpha,air,2029] 100
 rhs demand_balance[near-chat,2027,base] 10
 rhs demand_balance[near-chat,2028,base] 10
 rhs demand_balance[near-chat,2029,base] 10
 rhs demand_balance[far-chat,2027,base] 20
 rhs demand_balance[far-chat,2028,base] 20
 rhs demand_balance[far-chat,2029,base] 20
RANGES
BOUNDS
 FX bound open[alpha,2027] 1
 FX bound open[alpha,2028] 1
 FX bound open[alpha,2029] 1
 LO bound open[beta,2027] 0
 UP bound open[beta,2027] 1
 LO bound open[beta,2028] 0
 UP bound open[beta,2028] 1
 LO bound open[beta,2029] 0
 UP bound open[beta,2029] 1
 LO bound halls[alpha,air,2027] 0
 UP bound halls[alpha,air,2027] 2
 LO bound halls[alpha,air,2028] 0
 UP bound halls[alpha,air,2028] 2
 LO bound halls[alpha,air,2029] 0
 UP bound halls[alpha,air,2029] 2
 LO bound halls[beta,air,2027] 0
 UP bound halls[beta,air,2027] 3
 LO bound halls[beta,air,2028] 0
 UP bound halls[beta,air,2028] 3
 LO bound halls[beta,air,2029] 0
 UP bound halls[beta,air,2029] 3
 UP bound build[alpha,air,2027] 2
 UP bound build[alpha,air,2028] 2
 UP bound build[alpha,air,2029] 2
 UP bound build[beta,air,2027] 3
 UP bound build[beta,air,2028] 3
 UP bound build[beta,air,2029] 3
 LO bound order[small,2027] 0
 PL bound order[small,2027]
 LO bound order[small,2028] 0
 PL bound order[small,2028]
 LO bound order[small,2029] 0
 PL bound order[small,2029]
 LO bound order[big,2027] 0
 PL bound order[big,2027]
 LO bound order[big,2028] 0
 PL bound order[big,2028]
 LO bound order[big,2029] 0
 PL bound order[big,2029]
 LO bound deploy[small,alpha,2027] 0
 UP bound deploy[small,alpha,2027] 300
 LO bound deploy[small,alpha,2028] 0
 UP bound deploy[small,alpha,2028] 300
 LO bound deploy[small,alpha,2029] 0
 UP bound deploy[small,alpha,2029] 300
 LO bound deploy[small,beta,2027] 0
 UP bound deploy[small,beta,2027] 300
 LO bound deploy[small,beta,2028] 0
 UP bound deploy[small,beta,2028] 300
 LO bound deploy[small,beta,2029] 0
 UP bound deploy[small,beta,2029] 300
 LO bound deploy[big,alpha,2027] 0
 UP bound deploy[big,alpha,2027] 75
 LO bound deploy[big,alpha,2028] 0
 UP bound deploy[big,alpha,2028] 75
 LO bound deploy[big,alpha,2029] 0
 UP bound deploy[big,alpha,2029] 75
 LO bound deploy[big,beta,2027] 0
 UP bound deploy[big,beta,2027] 75
 LO bound deploy[big,beta,2028] 0
 UP bound deploy[big,beta,2028] 75
 LO bound deploy[big,beta,2029] 0
 UP bound deploy[big,beta,2029] 75
 UP bound fleet[small,alpha,2027] 300
 UP bound fleet[small,alpha,2028] 300
 UP bound fleet[small,alpha,2029] 300
 UP bound fleet[small,beta,2027] 300
 UP bound fleet[small,beta,2028] 300
 UP bound fleet[small,beta,2029] 300
 UP bound fleet[big,alpha,2027] 75
 UP bound fleet[big,alpha,2028] 75
 UP bound fleet[big,alpha,2029] 75
 UP bound fleet[big,beta,2027] 75
 UP bound fleet[big,beta,2028] 75
 UP bound fleet[big,beta,2029] 75
 UP bound serve[alpha,near-chat,2027,base] 10
 UP bound serve[alpha,near-chat,2028,base] 10
 UP bound serve[alpha,near-chat,2029,base] 10
 UP bound serve[alpha,far-chat,2027,base] 20
 UP bound serve[alpha,far-chat,2028,base] 20
 UP bound serve[alpha,far-chat,2029,base] 20
 UP bound serve[beta,near-chat,2027,base] 10
 UP bound serve[beta,near-chat,2028,base] 10
 UP bound serve[beta,near-chat,2029,base] 10
 UP bound serve[beta,far-chat,2027,base] 20
 UP bound serve[beta,far-chat,2028,base] 20
 UP bound serve[beta,far-chat,2029,base] 20
 UP bound unmet[near-chat,2027,base] 10
 UP bound unmet[near-chat,2028,base] 10
 UP bound unmet[near-chat,2029,base] 10
 UP bound unmet[far-chat,2027,base] 20
 UP bound unmet[far-chat,2028,base] 20
 UP bound unmet[far-chat,2029,base] 20
ENDATA
