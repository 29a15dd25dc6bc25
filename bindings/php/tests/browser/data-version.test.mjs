import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Page } from './page.mjs'

test('while nothing has changed the visitor is not told anything', async () => {
    const page = new Page()
    await page.passes(180)
    assert.equal(page.asked.length, 3)
    assert.equal(page.notices.length, 0)
})

test('it asks past every cache, and with the cookies of the shop only', async () => {
    const page = new Page()
    await page.passes(60)
    assert.equal(page.asked[0].url, '/data-version')
    assert.equal(page.asked[0].options.cache, 'no-store')
    assert.equal(page.asked[0].options.credentials, 'same-origin')
})

test('when the version is another one the visitor is told, once, and decides himself', async () => {
    const page = new Page({ message: 'Es gibt Neues', button: 'Laden' })
    page.answer = () => ({ version: 'two' })
    await page.passes(600)
    assert.equal(page.asked.length, 1)
    assert.equal(page.notices.length, 1)
    const [notice] = page.notices
    assert.equal(notice.attributes.role, 'status')
    assert.equal(notice.text, 'Es gibt Neues Laden')
    assert.equal(page.reloads, 0)
    notice.children[1].dispatchEvent(new Event('click'))
    assert.equal(page.reloads, 1)
})

test('an application that listens shows it in its own way', async () => {
    const page = new Page()
    const heard = []
    page.document.addEventListener('data-version:changed', event => {
        heard.push({ ...event.detail })
        event.preventDefault()
    })
    page.answer = () => ({ version: 'two' })
    await page.passes(60)
    assert.deepEqual(heard, [{ version: 'two', known: 'one' }])
    assert.equal(page.notices.length, 0)
})

test('a page that nobody looks at does not ask, and asks at once when somebody comes back', async () => {
    const page = new Page()
    await page.is(true)
    await page.passes(3600)
    assert.equal(page.asked.length, 0)
    page.answer = () => ({ version: 'two' })
    await page.is(false)
    assert.equal(page.asked.length, 1)
    assert.equal(page.notices.length, 1)
})

test('a page that the browser has kept and shows again asks at once', async () => {
    const page = new Page()
    page.window.dispatchEvent(Object.assign(new Event('pageshow'), { persisted: false }))
    await page.settles()
    assert.equal(page.asked.length, 0)
    page.window.dispatchEvent(Object.assign(new Event('pageshow'), { persisted: true }))
    await page.settles()
    assert.equal(page.asked.length, 1)
})

for (const [what, answer] of Object.entries({
    'no network': new Error('offline'),
    'an answer of failure': { status: 503, version: 'two' },
    'an answer without a version': { message: 'hello' },
    'an empty version': { version: '' },
})) {
    test(`${what} is no change, and the next question comes later`, async () => {
        const page = new Page()
        page.answer = () => answer
        await page.passes(60)
        assert.equal(page.notices.length, 0)
        assert.equal(page.next, 120_000)
        await page.passes(120)
        assert.equal(page.next, 240_000)
        await page.passes(24 * 3600)
        assert.equal(page.next <= 600_000, true)
        page.answer = () => ({ version: 'one' })
        await page.passes(600)
        assert.equal(page.next <= 60_000, true)
    })
}

test('however short an interval is asked for, there are five seconds between two questions', async () => {
    const page = new Page({ interval: '0.001' })
    assert.equal(page.next, 5_000)
})

test('of two reasons to ask at once one question comes', async () => {
    const page = new Page()
    const first = page.window.DataVersion.check()
    const second = page.window.DataVersion.check()
    await Promise.all([first, second])
    assert.equal(page.asked.length, 1)
})

test('a page that does not say where to ask is left alone', () => {
    const page = new Page({ url: '' })
    assert.equal(page.next, null)
    assert.equal(page.window.DataVersion, undefined)
})
