<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature\Versions;

use Cartwright\Tests\Support\LaravelTestCase;
use Cartwright\Versions\ProductUpdated;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;

final class VersionKeysTest extends LaravelTestCase
{
    protected function settings(): array
    {
        return parent::settings() + [
            'versions.invalidation.events' => [
                ProductUpdated::class => ['types' => ['products'], 'keys' => ['product.{id}', 'shop.home.data'], 'tags' => ['shop']],
            ],
            'versions.invalidation.always' => [],
        ];
    }

    #[Test]
    public function keysThatAreWrittenAndInvalidatedAreRight(): void
    {
        $answer = $this->keys(<<<'PHP'
            Cache::remember("product.{$product->id}", 600, fn () => $product->load('images'));
            cache()->put('shop.home.' . 'data', $data, 600);
            PHP);

        $this->assertSame([true, [], []], [$answer['success'], $answer['written_by_nothing'], $answer['invalidated_by_nothing']]);
    }

    #[Test]
    public function aKeyThatNothingWritesIsListedWithItsEvents(): void
    {
        $answer = $this->keys('Cache::remember("products.{$id}", 600, $load);', 1);

        $this->assertSame(['product.{id}', 'shop.home.data'], array_column($answer['written_by_nothing'], 'key'));
        $this->assertSame([ProductUpdated::class], $answer['written_by_nothing'][0]['events']);
        $this->assertSame('products.{}', $answer['invalidated_by_nothing'][0]['key']);
        $this->assertStringContainsString('app/Shop.php:2', $answer['invalidated_by_nothing'][0]['place']);
        $this->assertStringContainsString('| product.{id} ', $this->artisan('versions:keys')[1]);
    }

    #[Test]
    #[DataProvider('calls')]
    public function itReadsHowAnApplicationKeepsSomething(string $call, array $invalidated): void
    {
        $this->assertSame($invalidated, array_column($this->keys($call, 1)['invalidated_by_nothing'], 'key'));
    }

    public static function calls(): array
    {
        return [
            'a facade' => ['Cache::rememberForever("a.b", $f);', ['a.b']],
            'a store of it' => ['Cache::store("redis")->put("a.b", 1);', ['a.b']],
            'an injected repository' => ['$this->cache->add("a.b", 1, 5);', ['a.b']],
            'a concatenation' => ['Cache::remember("a." . $this->of($x, ["y"]) . ".b", 5, $f);', ['a.{}.b']],
            'a format' => ['Cache::remember(sprintf("a.%d.%s", $x, $y), 5, $f);', ['a.{}.{}']],
            'one in another' => ['Cache::remember("a", 5, fn () => Cache::remember("b", 5, $f));', ['a', 'b']],
            'a named argument' => ['Cache::remember(key: "a.b", ttl: 5, callback: $f);', ['a.b']],
            'a session' => ['$request->session()->put("a.b", 1); $list->add("c");', []],
            'a versioned value of a type that is raised' => ['VersionedCache::remember("a.b", ["news", "products"], 5, $f);', []],
            'a versioned value of a type that nobody raises' => ['VersionedCache::remember("a.b", ["news"], 5, $f);', ['a.b']],
            'a versioned value of a type that the source raises' => [
                'VersionedCache::flexible("a.b", "news", [5, 10], $f); $versions->change(["news"], $g);', [],
            ],
        ];
    }

    #[Test]
    public function aKeyThatIsKnownOnlyWhenItRunsIsListedAndJudgedByNobody(): void
    {
        $answer = $this->keys('Cache::remember($key, 5, $f);', 1);

        $this->assertSame([], $answer['invalidated_by_nothing']);
        $this->assertStringContainsString('app/Shop.php:2', $answer['unknown'][0]);
    }

    #[Test]
    public function aPathThatIsNoneIsRefused(): void
    {
        $this->assertSame(2, $this->artisan('versions:keys', ['--path' => ['nowhere']])[0]);
    }

    /**
     * @return array<string, mixed>
     */
    private function keys(string $source, int $expected = 0): array
    {
        is_dir("{$this->directory}/app") || mkdir("{$this->directory}/app");
        file_put_contents("{$this->directory}/app/Shop.php", "<?php\n{$source}\n");
        [$code, $output] = $this->artisan('versions:keys', ['--json' => true]);
        $this->assertSame($expected, $code, $output);

        return json_decode($output, true, 512, JSON_THROW_ON_ERROR);
    }
}
