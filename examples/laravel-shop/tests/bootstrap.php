<?php

declare(strict_types=1);

/*
 * The shop's classes, and of the package's suites what plays a server of many requests.
 */

require_once __DIR__ . '/../bootstrap/autoload.php';
require_once __DIR__ . '/../../../bindings/php/tests/Support/ManyRequestServer.php';
