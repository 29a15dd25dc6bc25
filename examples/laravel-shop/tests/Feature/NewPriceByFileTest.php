<?php

declare(strict_types=1);

namespace Tests\Feature;

/**
 * The same with versions in a file that the processes of this machine share, in the place of a question to the database.
 */
final class NewPriceByFileTest extends NewPriceTest
{
    protected static function settings(): array
    {
        return ['VERSIONS_STORE' => 'sqlite'] + parent::settings();
    }
}
