<?php

declare(strict_types=1);

namespace Cartwright\Tests\Support;

/**
 * A copy of the package for each test, removed after it.
 */
trait UsesPackageCopy
{
    private PackageCopy $copy;

    protected function setUp(): void
    {
        parent::setUp();

        $this->copy = new PackageCopy();
    }

    protected function tearDown(): void
    {
        $this->copy->remove();

        parent::tearDown();
    }
}
