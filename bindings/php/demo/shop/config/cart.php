<?php

declare(strict_types=1);

/*
 * The package's settings, with what this shop wants otherwise.
 */
return array_replace_recursive(require dirname(__DIR__, 3) . '/config/cart.php', [
    'storage' => 'database',
    'money' => ['default_currency' => 'USD'],
]);
