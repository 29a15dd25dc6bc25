<?php

declare(strict_types=1);

namespace Cartwright\Tests\Conformance;

use Cartwright\Tests\Support\SqliteShop;
use Cartwright\Tests\TestCase;

/**
 * The README's PHP is run, not believed.
 */
final class ReadmeTest extends TestCase
{
    public function testTheExampleOfTheReadmeGivesWhatItsCommentsSay(): void
    {
        $shop = new SqliteShop($this->app);
        $readme = (string) file_get_contents(dirname(__DIR__, 4) . '/README.md');
        $this->assertSame(1, preg_match('/```php\n(.*?)```/s', $readme, $found));

        // The two lines that need a whole application: its connection, and who is logged in.
        $code = strtr($found[1], ['DB::connection()' => '$database', "(string) auth()->id()" => "'7'", "app('events')" => 'null']);
        $code = str_replace(['$cart->total()', '$cart->content()'], ['$total = $cart->total()', '$content = $cart->content()'], $code);
        $run = static function ($database) use ($code): array {
            eval($code);

            return [$total, $content];
        };
        [$total, $content] = $run($shop->database);

        $this->assertStringContainsString("// {$total}", $found[1]);
        $this->assertSame(['shirt-l'], array_keys($content['items']));
        $this->assertSame(['SALE'], array_keys($content['conditions']));
    }
}
