<?php

declare(strict_types=1);

/*
 * A purchase in a real Laravel, told while it happens. See --help.
 */

use Cartwright\Demo\Purchase;

require __DIR__ . '/autoload.php';

exit(Purchase::main(array_slice($argv, 1)));
