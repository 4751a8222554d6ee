package io.pushpop.bench.contest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.pushpop.bench.contest.machine.Environment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Everything, for programs. What is not known is left out.
 *
 * @param environment read before the races
 * @param stealPercent CPU time that the hypervisor gave to others during the races
 * @param warnings for people
 * @param failures of races that gave no outcome, in sentences
 * @param summary one entry for each contender in each scenario
 * @param outcomes of every race, in the order in which they ran
 */
record ResultsFile(
    Environment environment,
    Double stealPercent,
    List<String> warnings,
    List<String> failures,
    List<Cell> summary,
    List<Outcome> outcomes) {

  void write(Path file) throws IOException {
    JsonMapper.builder()
        .enable(SerializationFeature.INDENT_OUTPUT)
        .defaultPropertyInclusion(JsonInclude.Value.construct(Include.NON_NULL, Include.ALWAYS))
        .build()
        .writeValue(file.toFile(), this);
  }
}
