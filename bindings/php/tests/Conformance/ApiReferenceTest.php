<?php

declare(strict_types=1);

namespace Cartwright\Tests\Conformance;

use Cartwright\Tests\Support\ApiReference;
use PHPUnit\Framework\Attributes\Test;
use PHPUnit\Framework\TestCase;

/**
 * docs/laravel/api.md is what the sources say, and they say something about everything that is on it.
 */
final class ApiReferenceTest extends TestCase
{
    #[Test]
    public function thePageIsWhatTheSourcesSay(): void
    {
        $this->assertSame(ApiReference::page(), file_get_contents(ApiReference::FILE), 'Run make generate');
    }

    #[Test]
    public function everyClassAndEveryMethodSaysWhatItIsFor(): void
    {
        preg_match_all('/^\| (.*) \|  \|$|^### (.*)\n\n`.*`(?:\\\\\n`.*`)?\n\n\n/m', ApiReference::page(), $silent);

        $this->assertSame([], $silent[0]);
    }
}
