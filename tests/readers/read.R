# Reads files (.sav and .dta with haven, .R by running it), each into a folder of the same number beside OUT: cells, reasons of
# missing values, labels and facts as CSV, or why it could not be read. usage: Rscript read.R OUT FILE [FILE ...]
suppressMessages({library(haven); library(survey)})
arguments <- commandArgs(trailingOnly = TRUE)
EPOCH <- 12219379200 # seconds from the first moment of SPSS to 1970
seconds <- function(values) sprintf("%02d:%02d:%02d", values %/% 3600L, values %/% 60L %% 60L, values %% 60L)
plain_number <- function(values) format(as.numeric(values), digits = 15, trim = TRUE, scientific = FALSE)
tags_of <- function(values) if (is.double(values)) na_tag(values) else rep(NA_character_, length(values))
shown <- function(values) {
  texts <- if (inherits(values, "POSIXct")) format(values, "%Y-%m-%d %H:%M:%S", tz = "UTC")
    else if (inherits(values, "difftime")) seconds(as.integer(as.numeric(values, units = "secs")))
    else if (inherits(values, "Date")) format(values)
    else if (is.numeric(values)) plain_number(unclass(values))
    else as.character(values)
  tags <- tags_of(values)
  ifelse(!is.na(tags), paste0(".", tags), ifelse(is.na(unclass(values)), "", texts))
}
# Of dates and times with codes for missing ones haven makes no dates; without the codes it does, but of months.
as_dates <- function(data, file) {
  plain <- read_sav(file)
  for (name in names(data)) {
    values <- plain[[name]]
    if (identical(attr(values, "format.spss"), "MOYR8")) values <- as.Date((as.numeric(values) - EPOCH) / 86400, origin = "1970-01-01")
    if (!inherits(values, c("Date", "POSIXct", "hms"))) next
    attr(values, "label") <- attr(data[[name]], "label", exact = TRUE)
    data[[name]] <- values
  }
  data
}
# The code of why a value is missing; "." of a value that is missing without one. haven moves the codes of dates as if they were some.
reason <- function(data, name, kind) {
  values <- data[[name]]
  if (is.character(values)) return(ifelse(is.na(values) | values == "", ".", ""))
  tags <- tags_of(values)
  beside <- data[[paste0(name, "_miss")]]
  codes <- suppressWarnings(as.numeric(unclass(values)))
  if (kind == "R" && !is.numeric(values) && !is.null(beside)) codes <- beside
  missing <- is.na(values)
  if (kind == "sav" && grepl("^(EDATE|DATETIME)", attr(values, "format.spss")) && !is.null(attr(values, "na_range"))) {
    codes <- round(codes * (if (grepl("^E", attr(values, "format.spss"))) 86400 else 1) + EPOCH)
    missing <- missing | (codes >= attr(values, "na_range")[1] & codes <= attr(values, "na_range")[2])
  }
  ifelse(!is.na(tags), paste0(".", tags), ifelse(!missing, "", ifelse(is.na(codes), ".", plain_number(codes))))
}
described_of <- function(data) {
  found <- data.frame(name = character(), code = character(), text = character())
  for (name in names(data)) {
    label <- attr(data[[name]], "label", exact = TRUE)
    found <- rbind(found, data.frame(name = name, code = "label", text = if (is.null(label)) "" else label))
    labels <- attr(data[[name]], "labels", exact = TRUE)
    if (length(labels)) found <- rbind(found, data.frame(name = name, code = shown(unname(labels)), text = names(labels)))
  }
  for (name in grep("^set_", names(attributes(data)), value = TRUE)) {
    found <- rbind(found, data.frame(name = sub("^set_", "", name), code = "set", text = paste(attr(data, name), collapse = " ")))
  }
  found
}
facts_of <- function(data) {
  weight <- attr(data, "weight")
  mean <- ""
  if ("weight" %in% names(data)) {
    design <- svydesign(ids = ~1, weights = ~as.numeric(weight), data = as.data.frame(data))
    mean <- format(as.numeric(svymean(~as.numeric(duration_s), design)), digits = 15)
  }
  data.frame(weight = if (is.null(weight)) "" else weight, mean = mean)
}
read_one <- function(file, out) {
  written <- function(table, name) write.csv(table, file.path(out, name), row.names = FALSE, fileEncoding = "UTF-8")
  kind <- sub(".*[.]", "", file)
  if (kind == "R") {
    scope <- new.env(parent = globalenv())
    sys.source(file, scope, chdir = TRUE)
    coded <- scope$data
  } else {
    coded <- if (kind == "dta") read_dta(file) else read_sav(file, user_na = TRUE)
  }
  data <- if (kind == "sav") as_dates(coded, file) else coded
  own <- names(data)
  written(as.data.frame(lapply(data, shown), check.names = FALSE), "cells.csv")
  written(as.data.frame(setNames(lapply(own, function(name) reason(coded, name, kind)), own), check.names = FALSE), "reasons.csv")
  written(described_of(data), "described.csv")
  written(facts_of(data), "facts.csv")
}
for (number in seq_along(arguments)[-1]) {
  out <- file.path(arguments[1], number - 1)
  dir.create(out)
  tryCatch(read_one(arguments[number], normalizePath(out)), error = function(problem) {
    writeLines(gsub("\\s+", " ", conditionMessage(problem)), file.path(out, "failed.txt"))
  })
}
