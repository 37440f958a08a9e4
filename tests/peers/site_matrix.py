"""The best sites by a table of weights and distances, proven.

usage: site_matrix.py highs|spopt max-cover|p-median TABLE.csv COUNT LIMIT_M
"""
import sys

import city

TIME_LIMIT_S = 120.0


def with_highs(model, weights, distances, count, limit):
    (numpy, highspy, sparse) = city.need("numpy", "highspy", "scipy.sparse")
    demand, sites = distances.shape
    site, inf = numpy.arange(sites), highspy.kHighsInf
    if model == "max-cover":
        # y_i <= sum of x_j that cover i; sum x = count; most weight of y.
        i, j = numpy.nonzero(distances <= limit)
        rows = numpy.concatenate([i, numpy.arange(demand), numpy.full(sites, demand)])
        columns = numpy.concatenate([j, sites + numpy.arange(demand), site])
        values = numpy.concatenate([-numpy.ones(len(i)), numpy.ones(demand), numpy.ones(sites)])
        cost = numpy.concatenate([numpy.zeros(sites), weights])
        lower = numpy.concatenate([numpy.full(demand, -inf), [count]])
        upper = numpy.concatenate([numpy.zeros(demand), [count]])
        sense = highspy.ObjSense.kMaximize
        shape = (demand + 1, sites + demand)
    else:
        # Each demand is served once, and only from open sites; least weighted way.
        pairs = demand * sites
        i, j = numpy.divmod(numpy.arange(pairs), sites)
        rows = numpy.concatenate([i, demand + numpy.arange(pairs), demand + numpy.arange(pairs),
                                  numpy.full(sites, demand + pairs)])
        columns = numpy.concatenate([sites + numpy.arange(pairs), sites + numpy.arange(pairs), j, site])
        values = numpy.concatenate([numpy.ones(2 * pairs), -numpy.ones(pairs), numpy.ones(sites)])
        cost = numpy.concatenate([numpy.zeros(sites), (distances * weights[:, None]).ravel()])
        lower = numpy.concatenate([numpy.ones(demand), numpy.full(pairs, -inf), [count]])
        upper = numpy.concatenate([numpy.ones(demand), numpy.zeros(pairs), [count]])
        sense = highspy.ObjSense.kMinimize
        shape = (demand + pairs + 1, sites + pairs)
    matrix = sparse.csr_matrix((values, (rows, columns)), shape=shape)
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = shape[1], shape[0]
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = cost, numpy.zeros(shape[1]), numpy.ones(shape[1])
    lp.row_lower_, lp.row_upper_, lp.sense_ = lower, upper, sense
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_, lp.a_matrix_.index_ = matrix.indptr, matrix.indices
    lp.a_matrix_.value_ = matrix.data
    lp.integrality_ = [highspy.HighsVarType.kInteger] * sites + [
        highspy.HighsVarType.kContinuous] * (shape[1] - sites)
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("time_limit", TIME_LIMIT_S)
    solver.setOptionValue("mip_rel_gap", 0.0)
    solver.passModel(lp)
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    return round(solver.getInfo().objective_function_value, 1)


def with_spopt(model, weights, distances, count, limit):
    locate, pulp = city.need("spopt.locate", "pulp")
    if model == "max-cover":
        problem = locate.MCLP.from_cost_matrix(distances, weights, limit, p_facilities=count)
    else:
        problem = locate.PMedian.from_cost_matrix(distances, weights, p_facilities=count)
    problem.solve(pulp.HiGHS(msg=False, timeLimit=TIME_LIMIT_S), results=False)
    if pulp.LpStatus[problem.problem.status] != "Optimal":
        return None
    return round(pulp.value(problem.problem.objective), 1)


peer, model, table, count, limit = sys.argv[1:]
(numpy,) = city.need("numpy")
work = {"highs": with_highs, "spopt": with_spopt}[peer]
city.need(*{"highs": ["highspy", "scipy.sparse"], "spopt": ["spopt.locate", "pulp", "highspy"]}[peer])
data = numpy.loadtxt(table, delimiter=",", skiprows=1)
weights, distances = data[:, 0], data[:, 1:]
city.report(*city.timed(lambda: work(model, weights, distances, int(count), float(limit))))
