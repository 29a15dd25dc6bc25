<?php

declare(strict_types=1);

namespace Cartwright\Tests\Conformance;

use Cartwright\Tests\Support\SqliteShop;
use Cartwright\Tests\TestCase;
use PHPUnit\Framework\Attributes\Test;

/**
 * The PHP of docs/rules.md is run, not believed.
 */
final class RulesPageTest extends TestCase
{
    #[Test]
    public function theExampleGivesWhatItsCommentSays(): void
    {
        $page = (string) file_get_contents(dirname(__DIR__, 4) . '/docs/rules.md');
        $this->assertSame(1, preg_match('/```php\n(.*?)```/s', $page, $found));
        $code = str_replace('$cart->total()', 'return $cart->total()', $found[1]);
        $run = static fn ($cart): mixed => eval($code);

        $total = $run((new SqliteShop($this->app))->cart());

        $this->assertStringContainsString('// ' . var_export($total, true), $code);
    }
}
