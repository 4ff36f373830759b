# Reads FILE (.sav or .dta) with haven; writes cells, labels and value labels as CSV. usage: Rscript read.R FILE OUT
suppressMessages({library(haven); library(survey)})
arguments <- commandArgs(trailingOnly = TRUE)
is_stata <- grepl("[.]dta$", arguments[1])
data <- if (is_stata) read_dta(arguments[1]) else read_sav(arguments[1], user_na = TRUE)
if (!is_stata) { # of dates and times with codes for missing ones haven makes no dates; without the codes it does
  plain <- read_sav(arguments[1])
  for (name in names(data)) if (!is.null(attr(plain[[name]], "format.spss")) && inherits(plain[[name]], c("Date", "POSIXct", "hms"))) {
    label <- attr(data[[name]], "label", exact = TRUE)
    data[[name]] <- plain[[name]]
    attr(data[[name]], "label") <- label
  }
}
shown <- function(values) {
  tags <- if (is.double(values)) na_tag(values) else rep(NA_character_, length(values))
  texts <- if (inherits(values, "POSIXct")) format(values, "%Y-%m-%d %H:%M:%S", tz = "UTC")
    else if (inherits(values, "hms")) sprintf("%02d:%02d:%02d", as.integer(values) %/% 3600L, as.integer(values) %/% 60L %% 60L, as.integer(values) %% 60L)
    else if (inherits(values, "Date")) format(values)
    else if (is.numeric(values)) format(as.numeric(values), digits = 15, trim = TRUE, scientific = FALSE)
    else as.character(values)
  ifelse(!is.na(tags), paste0(".", tags), ifelse(is.na(texts) | texts == "NA", "", texts))
}
cells <- as.data.frame(lapply(data, shown), check.names = FALSE)
write.csv(cells, file.path(arguments[2], "cells.csv"), row.names = FALSE, fileEncoding = "UTF-8")
described <- data.frame(name = character(), code = character(), text = character())
for (name in names(data)) {
  label <- attr(data[[name]], "label", exact = TRUE)
  described <- rbind(described, data.frame(name = name, code = "label", text = if (is.null(label)) "" else label))
  labels <- attr(data[[name]], "labels", exact = TRUE)
  if (length(labels)) described <- rbind(described, data.frame(name = name, code = shown(unname(labels)), text = names(labels)))
}
write.csv(described, file.path(arguments[2], "described.csv"), row.names = FALSE, fileEncoding = "UTF-8")
design <- svydesign(ids = ~1, weights = ~as.numeric(weight), data = data)
cat(format(as.numeric(svymean(~as.numeric(duration_s), design)), digits = 15), "\n")
