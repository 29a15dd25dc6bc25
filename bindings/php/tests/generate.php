<?php

declare(strict_types=1);

/*
 * Writes the facade's doc comment anew: php tests/facade.php
 */

use Cartwright\Tests\Support\FacadeDoc;
use MasyukAI\Cart\Facades\Cart;

require __DIR__ . '/bootstrap.php';

$file = (string) (new ReflectionClass(Cart::class))->getFileName();
file_put_contents($file, FacadeDoc::file());
echo count(FacadeDoc::lines()), " methods\n";
